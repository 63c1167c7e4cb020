"""The locked-down page: no script, no request out of the site, no navigation, no download.

Settings "E" of ../../shared/facts/qt.md §2; each layer alone was seen to stop what the next stops.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from editor.ui.preview.scheme import READING, SCHEME, SiteSchemeHandler
from editor.ui.tasks import Tasks

_Attribute = QWebEngineSettings.WebAttribute
_OFF = (
    _Attribute.JavascriptEnabled,
    _Attribute.JavascriptCanOpenWindows,
    _Attribute.LocalContentCanAccessFileUrls,
    _Attribute.LocalContentCanAccessRemoteUrls,
    _Attribute.LocalStorageEnabled,
    _Attribute.PluginsEnabled,
    _Attribute.PdfViewerEnabled,
    _Attribute.HyperlinkAuditingEnabled,
    _Attribute.AutoLoadIconsForPage,
    _Attribute.DnsPrefetchEnabled,
    _Attribute.JavascriptCanAccessClipboard,
    _Attribute.JavascriptCanPaste,
    _Attribute.FullScreenSupportEnabled,
    _Attribute.NavigateOnDropEnabled,
    _Attribute.WebGLEnabled,
    _Attribute.ScreenCaptureEnabled,
)
_ON = (_Attribute.WebRTCPublicInterfacesOnly, _Attribute.PlaybackRequiresUserGesture)


class Interceptor(QWebEngineUrlRequestInterceptor):
    """Lets `site:` through, and `data:` inside a page; blocks everything else.

    Attributes:
        home: The one page that may be shown.
        blocked: Schemes of the requests blocked so far, for tests.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Make an interceptor."""
        super().__init__(parent)
        self.home = READING
        self.blocked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Decide about one request (Qt calls this)."""
        url = info.requestUrl()
        kind = info.resourceType()
        if kind == QWebEngineUrlRequestInfo.ResourceType.ResourceTypeMainFrame:
            allowed = _is_same(url, self.home)
        else:
            allowed = url.scheme() in ("site", "data")
        if not allowed:
            self.blocked.append(url.scheme())
            info.block(True)


class PreviewProfile(QWebEngineProfile):
    """An off-the-record profile with nothing switched on that is not needed."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        """Make a profile with its own scheme handler and interceptor.

        Args:
            tasks: Threads for the files that the page asks for.
            parent: The pane.
        """
        super().__init__(parent)
        self.handler = SiteSchemeHandler(tasks, self)
        self.interceptor = Interceptor(self)
        self.installUrlSchemeHandler(SCHEME, self.handler)
        self.setUrlRequestInterceptor(self.interceptor)
        self.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self.setPersistentCookiesPolicy(
            QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
        )
        self.setSpellCheckEnabled(False)
        lock_down(self.settings())
        self.downloadRequested.connect(self._on_download_requested)

    def _on_download_requested(self, download: QWebEngineDownloadRequest) -> None:
        download.cancel()


def lock_down(settings: QWebEngineSettings) -> None:
    """Switch off what a page has no need of."""
    for attribute in _OFF:
        settings.setAttribute(attribute, False)
    for attribute in _ON:
        settings.setAttribute(attribute, True)
    settings.setUnknownUrlSchemePolicy(
        QWebEngineSettings.UnknownUrlSchemePolicy.DisallowUnknownUrlSchemes
    )


def _is_same(url: QUrl, home: QUrl) -> bool:
    encoded = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
    return encoded.partition("#")[0] == home.toString(QUrl.ComponentFormattingOption.FullyEncoded)


class PreviewPage(QWebEnginePage):
    """A page that stays where it is: what would lead away is told instead."""

    link_followed = Signal(str)  # a link that was clicked, as an address

    def __init__(self, profile: PreviewProfile, parent: QObject) -> None:
        """Make a page.

        Args:
            profile: Its requests go through that.
            parent: The view.
        """
        super().__init__(profile, parent)
        self._profile = profile

    def go_home(self, home: QUrl) -> None:
        """Load a page, and stay there.

        Args:
            home: Of the scheme `site:`, without a fragment.
        """
        self._profile.interceptor.home = home
        self.load(home)

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, main_frame: bool
    ) -> bool:
        """Allow our own page and places inside it (Qt calls this)."""
        url = QUrl(url)
        if main_frame and _is_same(url, self._profile.interceptor.home):
            if url.hasFragment():
                return True
            return kind in (
                QWebEnginePage.NavigationType.NavigationTypeTyped,
                QWebEnginePage.NavigationType.NavigationTypeReload,
            )
        if kind == QWebEnginePage.NavigationType.NavigationTypeLinkClicked and main_frame:
            if url.scheme() == "site":
                address = url.path()
                address += f"?{url.query()}" if url.hasQuery() else ""
                address += f"#{url.fragment()}" if url.hasFragment() else ""
                self.link_followed.emit(address)
            elif url.scheme() in ("http", "https", "mailto", "tel"):
                self.link_followed.emit(url.toString())
        return False

    def createWindow(self, _kind: QWebEnginePage.WebWindowType) -> QWebEnginePage | None:  # type: ignore[override, unused-ignore]
        """Open no window (Qt calls this)."""
        return None

    def javaScriptConsoleMessage(self, *_message: object) -> None:
        """Say nothing of what pages complain about (Qt calls this)."""

    def javaScriptAlert(self, _origin: QUrl | str, _message: str) -> None:
        """Show no dialog (Qt calls this)."""

    def javaScriptConfirm(self, _origin: QUrl | str, _message: str) -> bool:
        """Show no dialog (Qt calls this)."""
        return False
