"""The options of kramdown (`options.rb`, `parser/gfm/options.rb`) and what Jekyll makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

KRAMDOWN_DEFAULTS: Mapping[str, object] = MappingProxyType({"input": "kramdown"})
JEKYLL_DEFAULTS: Mapping[str, object] = MappingProxyType({"input": "GFM"})
