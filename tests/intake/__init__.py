"""Case sheets, alerts and Open311: what other systems send."""
