"""What can go wrong with a site; each says it in one sentence."""

from editor.errors import StandfirstError


class SiteError(StandfirstError):
    """A site, or a file of it, cannot be read or must not be changed."""


class SiteUnreadable(SiteError):
    """The folder of the site cannot be read at all."""


class NameTaken(SiteError):
    """Another file already stands where this one should go."""


class OutsideSite(SiteError):
    """A path leaves the folder of the site."""


class NotAPost(SiteError):
    """A file of the site is neither post nor page, and is not changed as one."""


class UrlImpossible(SiteError):
    """A permalink, or what it is filled with, makes no address; Jekyll would stop."""


class InvalidDate(SiteError):
    """A text that Ruby cannot read as a date; Jekyll would stop the whole build."""
