"""Stories first."""

from tests import looking

looking.add()
