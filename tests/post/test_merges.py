"""Fields beside a part that is merged in (`<<`): what is said to be set is what Ruby reads."""

from __future__ import annotations

import json
import random
import shutil
import subprocess

import pytest

from editor.post import EditRefused, Post

HIDING = "---\nbase: &b\n  title: Merged\ntitle: Own\n<<: *b\n---\ntext\n"
WINNING = "---\nbase: &b\n  title: Merged\n<<: *b\ntitle: Own\n---\ntext\n"
INLINE = "---\ntitle: Own\n<<: {title: Merged}\n---\n" + "text\n" * 200
INHERITED = "---\nbase: &b\n  title: Merged\n<<: *b\nlayout: post\n---\ntext\n"


@pytest.mark.parametrize("text", [HIDING, INLINE])
@pytest.mark.parametrize(
    "edit",
    [
        lambda post: post.set("title", "Set"),
        lambda post: post.set("title", "Own"),
        lambda post: post.delete("title"),
        lambda post: post.rename("title", "headline"),
    ],
)
def test_an_edit_that_a_later_merge_hides_is_refused(text: str, edit: object) -> None:
    post = Post.from_text(text)
    assert post.data["title"] == "Merged"
    with pytest.raises(EditRefused, match="merged in"):
        edit(post)  # type: ignore[operator]
    assert post.text == text


def test_a_key_below_the_merge_is_set_but_not_removed_as_it_would_come_back() -> None:
    post = Post.from_text(WINNING)
    post.set("title", "Set")
    assert post.data["title"] == "Set"
    with pytest.raises(EditRefused):
        post.delete("title")
    with pytest.raises(EditRefused):
        post.rename("title", "headline")
    with pytest.raises(EditRefused):
        post.move("title", "<<")
    assert post.text == WINNING.replace("Own", "Set")


def test_a_key_that_is_merged_in_is_set_below_where_it_wins() -> None:
    post = Post.from_text(INHERITED)
    post.set("title", "Set", before="base")
    assert post.data["title"] == "Set"
    assert post.text == INHERITED.replace("layout: post\n", "layout: post\ntitle: Set\n")


def case(chance: random.Random) -> str:
    keys = ["a", "b", "c", "d"]
    lines = [f"base: &x {{{', '.join(f'{key}: x{key}' for key in chance.sample(keys, 2))}}}"]
    own = [f"{key}: own" for key in chance.sample(keys, chance.randint(1, 4))]
    merge = chance.choice(["<<: *x", "<<: {a: in, c: in}", "<<: [*x, {d: in}]", "? e\n: f"])
    own.insert(chance.randint(0, len(own)), merge)
    return "---\n" + "\n".join(lines + own) + "\n---\n"


@pytest.mark.skipif(shutil.which("ruby") is None, reason="NOT RUN: Ruby is not installed")
def test_what_is_not_refused_reads_in_ruby_as_it_was_wanted() -> None:
    chance = random.Random(10)
    texts, wanted, refused = [], [], 0
    for _ in range(600):
        post = Post.from_text(case(chance))
        data = dict(post.data)
        key, other = chance.sample(["a", "b", "c", "d", "g"], 2)
        what = chance.choice(["set", "delete", "rename", "move"])
        try:
            if what == "set":
                post.set(key, "new", before=chance.choice([None, "base", other]))
                data[key] = "new"
            elif what == "delete":
                post.delete(key)
                data.pop(key)
            elif what == "rename":
                post.rename(key, "h")
                data["h"] = data.pop(key)
            else:
                post.move(key, chance.choice([None, "base", other]))
        except EditRefused:
            refused += 1
            continue
        texts.append(post.text.removeprefix("---\n").removesuffix("---\n"))
        wanted.append(data)
    code = (
        "require 'yaml'; require 'json'; puts JSON.generate(JSON.parse(STDIN.read).map { |text| "
        "YAML.respond_to?(:unsafe_load) ? YAML.unsafe_load(text) : YAML.load(text) })"
    )
    said = subprocess.run(
        ["ruby", "-e", code], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    assert len(texts) > 150
    assert refused > 100
    for text, read, each in zip(texts, json.loads(said.stdout), wanted, strict=True):
        assert read == each, text
