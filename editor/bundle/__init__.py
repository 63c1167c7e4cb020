"""Posts that leave the building with their pictures, and come into another.

`collect` finds what goes along, `export` strips the pictures and writes one file, `plan` and
`apply` take such a file into a site. Formats are rows of `FORMATS`.
"""

from editor.bundle.collect import Chosen, LeftOut, Manifest, Missing, Warned, collect
from editor.bundle.errors import BundleError, BundleRefused, NothingToExport
from editor.bundle.export import Exported, StrippedAsset, export
from editor.bundle.formats import FORMATS, Format, Member
from editor.bundle.importing import Action, Applied, Plan, PlanItem, apply, plan

__all__ = [
    "FORMATS",
    "Action",
    "Applied",
    "BundleError",
    "BundleRefused",
    "Chosen",
    "Exported",
    "Format",
    "LeftOut",
    "Manifest",
    "Member",
    "Missing",
    "NothingToExport",
    "Plan",
    "PlanItem",
    "StrippedAsset",
    "Warned",
    "apply",
    "collect",
    "export",
    "plan",
]
