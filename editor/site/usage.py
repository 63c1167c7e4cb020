"""How a site's posts are written: which keys, in which order, in which manner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from editor.post import Field, ListForm, Post, Quote, Style, ValueKind
from editor.site.ruby_values import to_s

_USUAL_SHARE = 0.5
_EMPTY_KINDS = (ValueKind.NULL,)


class KeyUsage:
    """The keys of a site's posts, counted over a sample of them.

    Attributes:
        posts: How many posts were counted.
        line_ending: The commonest one.
        blank_lines: How many blank lines stand between the front matter and the text.
    """

    def __init__(self) -> None:
        self.posts = 0
        self.line_ending = "\n"
        self.blank_lines = 1
        self._count: Counter[str] = Counter()
        self._before: Counter[tuple[str, str]] = Counter()
        self._styles: dict[str, Counter[Style]] = defaultdict(Counter)
        self._kinds: dict[str, Counter[ValueKind]] = defaultdict(Counter)
        self._values: dict[str, Counter[str]] = defaultdict(Counter)
        self._sources: dict[str, Counter[str]] = defaultdict(Counter)
        self._endings: Counter[str] = Counter()
        self._blanks: Counter[int] = Counter()

    @classmethod
    def of(cls, posts: Iterable[Post]) -> KeyUsage:
        """Count the keys of posts; those without readable front matter are left out."""
        usage = cls()
        for post in posts:
            if post.has_front_matter and post.editable and post.fields:
                usage.add(post)
        return usage

    def add(self, post: Post) -> None:
        """Count one more post."""
        self.posts += 1
        fields = list({field.key: field for field in post.fields}.values())
        for index, field in enumerate(fields):
            self._count[field.key] += 1
            for later in fields[index + 1 :]:
                self._before[field.key, later.key] += 1
            self._add_field(field)
        self._endings[post.line_ending] += 1
        if post.body:
            after = post.yaml_line + post.yaml_text.count("\n")
            self._blanks[post.body_line - after - 1] += 1
        self.line_ending = self._endings.most_common(1)[0][0]
        if self._blanks:
            self.blank_lines = min(max(self._blanks.most_common(1)[0][0], 0), 3)

    def _add_field(self, field: Field) -> None:
        key = field.key
        self._kinds[key][field.kind] += 1
        if field.kind not in _EMPTY_KINDS and not field.text_only:
            self._styles[key][Style.of(field)] += 1
        self._sources[key][field.source[:200]] += 1
        for value in field.value if isinstance(field.value, (list, tuple)) else (field.value,):
            if isinstance(value, (str, bool, int, float)) and len(to_s(value)) <= 200:
                self._values[key][to_s(value)] += 1

    def keys_in_order(self, share: float = _USUAL_SHARE) -> list[str]:
        """Return the keys that at least this share of the posts has, in their usual order."""
        usual = [key for key, count in self._count.items() if count >= share * self.posts]
        return self._ordered(usual)

    def all_keys(self) -> list[tuple[str, int]]:
        """Return every key with the number of posts that have it, the commonest first."""
        return self._count.most_common()

    def share(self, key: str) -> float:
        """Return the share of posts that have a key."""
        return self._count[key] / self.posts if self.posts else 0.0

    def style(self, key: str) -> Style | None:
        """Return how the posts write a key's value, or None where the key is not known.

        Each trait is counted by itself over the values that show it: an empty list says nothing
        of quotes, a list in brackets nothing of indents.
        """
        styles = self._styles.get(key)
        if not styles:
            return None
        usual = styles.most_common(1)[0][0]
        same = Counter(
            {
                style: count
                for style, count in styles.items()
                if (style.list_form is ListForm.STRING) == (usual.list_form is ListForm.STRING)
            }
        )
        quotes: Counter[Quote] = Counter()
        for style, count in same.items():
            quotes[style.quote] += count
        return replace(usual, quote=quotes.most_common(1)[0][0])

    def before(self, key: str, present_keys: Collection[str]) -> str | None:
        """Return the present key before which the posts would write this one, or None: last.

        Args:
            key: The key to insert.
            present_keys: The post's keys in the file's order.
        """
        present = list(present_keys)
        # The place with the fewest pairs the wrong way round; of equal ones the last.
        costs = [self._cost(key, present, place) for place in range(len(present) + 1)]
        best = max(place for place, cost in enumerate(costs) if cost == min(costs))
        return present[best] if best < len(present) else None

    def values(self, key: str) -> list[tuple[str, int]]:
        """Return a key's values (of a list its items) as texts with counts, commonest first."""
        found = self._values.get(key)
        return sorted(found.items(), key=lambda each: (-each[1], each[0])) if found else []

    def usual_source(self, key: str) -> str | None:
        """Return the YAML source that most posts have for a key, if most have the same."""
        found = self._sources.get(key)
        if not found:
            return None
        source, count = found.most_common(1)[0]
        return source if count * 2 > self._count[key] else None

    def kind(self, key: str) -> ValueKind | None:
        """Return the commonest kind of a key's values that are not empty."""
        kinds = Counter(self._kinds.get(key, ()))
        for empty in _EMPTY_KINDS:
            if len(kinds) > 1:
                kinds.pop(empty, None)
        return kinds.most_common(1)[0][0] if kinds else None

    def _prefers(self, first: str, second: str) -> int:
        return self._before[first, second]

    def _cost(self, key: str, present: list[str], place: int) -> int:
        wrong = sum(self._prefers(key, other) for other in present[:place])
        return wrong + sum(self._prefers(other, key) for other in present[place:])

    def _ordered(self, keys: list[str]) -> list[str]:
        first_seen = {key: index for index, key in enumerate(self._count)}

        def compare(one: str, other: str) -> int:
            return self._prefers(other, one) - self._prefers(one, other)

        wins = {key: sum(compare(key, other) < 0 for other in keys if other != key) for key in keys}
        return sorted(keys, key=lambda key: (-wins[key], first_seen[key]))
