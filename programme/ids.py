"""Types for row ids, so that mypy notices a shop's id used as a finding's. At run time each is a plain int."""

from __future__ import annotations

from typing import NewType

ActivityId = NewType("ActivityId", int)
AppealId = NewType("AppealId", int)
ArticleId = NewType("ArticleId", int)
BallotId = NewType("BallotId", int)
ComplaintId = NewType("ComplaintId", int)
FollowUpId = NewType("FollowUpId", int)
FindingId = NewType("FindingId", int)
GridId = NewType("GridId", int)
HelpRequestId = NewType("HelpRequestId", int)
HonourId = NewType("HonourId", int)
HonourObjectionId = NewType("HonourObjectionId", int)
IntakeId = NewType("IntakeId", int)
LeadId = NewType("LeadId", int)
ObjectionId = NewType("ObjectionId", int)
ObservationId = NewType("ObservationId", int)
PartId = NewType("PartId", int)
PermitId = NewType("PermitId", int)
PersonId = NewType("PersonId", int)
PledgeId = NewType("PledgeId", int)
RotationId = NewType("RotationId", int)
SelfCheckId = NewType("SelfCheckId", int)
ServiceRequestId = NewType("ServiceRequestId", int)
ShopId = NewType("ShopId", int)
SiteId = NewType("SiteId", int)
TenureId = NewType("TenureId", int)
TitleId = NewType("TitleId", int)
VetoId = NewType("VetoId", int)
