"""All desks over one workbench, for the commands and for the window that connects them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from editor.ui.desks.closing import ClosingDesk
from editor.ui.desks.creating import CreatingDesk
from editor.ui.desks.disk import DiskDesk
from editor.ui.desks.exporting import ExportingDesk
from editor.ui.desks.held import HeldDesk
from editor.ui.desks.history import HistoryDesk
from editor.ui.desks.journals import JournalDesk
from editor.ui.desks.looks import LooksDesk
from editor.ui.desks.moving import MovingDesk
from editor.ui.desks.opening import OpeningDesk
from editor.ui.desks.pictures import PictureDesk
from editor.ui.desks.places import PlacesDesk
from editor.ui.desks.problems import ProblemsDesk
from editor.ui.desks.recovery import RecoveryDesk
from editor.ui.desks.removing import RemovingDesk
from editor.ui.desks.saving import SavingDesk
from editor.ui.desks.sites import SiteDesk
from editor.ui.desks.under_way import UnderWay

if TYPE_CHECKING:
    from editor.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Desks:
    """One of each. No desk is given this: each gets the workbench and the desks that it builds on.

    Attributes:
        bench: What all of them work on.
    """

    bench: Workbench
    closing: ClosingDesk
    creating: CreatingDesk
    disk: DiskDesk
    exporting: ExportingDesk
    held: HeldDesk
    history: HistoryDesk
    journals: JournalDesk
    looks: LooksDesk
    moving: MovingDesk
    opening: OpeningDesk
    pictures: PictureDesk
    places: PlacesDesk
    problems: ProblemsDesk
    recovery: RecoveryDesk
    removing: RemovingDesk
    saving: SavingDesk
    sites: SiteDesk

    @classmethod
    def make(cls, bench: Workbench, chosen: Callable[[], Sequence[str]], over: QWidget) -> Desks:
        """Make them.

        Args:
            bench: What they work on.
            chosen: Returns the site paths that are chosen in the list of posts.
            over: Owns them; their dialogs stand over it.
        """
        saving = SavingDesk(bench, over)
        opening = OpeningDesk(bench, over)
        closing = ClosingDesk(bench, saving, over)
        under_way = UnderWay(bench, saving, over)
        held = HeldDesk(bench, over)
        sites = SiteDesk(bench, opening, closing, over)
        return cls(
            bench=bench,
            closing=closing,
            creating=CreatingDesk(bench, opening, sites, over),
            disk=DiskDesk(bench, saving, opening, closing, over),
            exporting=ExportingDesk(bench, under_way, chosen, over),
            held=held,
            history=HistoryDesk(bench, over),
            journals=JournalDesk(bench, saving, over),
            looks=LooksDesk(bench, over),
            moving=MovingDesk(bench, under_way, over),
            opening=opening,
            pictures=PictureDesk(bench, over),
            places=PlacesDesk(bench, opening, over),
            problems=ProblemsDesk(bench, over),
            recovery=RecoveryDesk(bench, held, over),
            removing=RemovingDesk(bench, under_way, over),
            saving=saving,
            sites=sites,
        )
