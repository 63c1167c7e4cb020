from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from editor.site.data_files import MAX_FILE_BYTES, DataFolder, DataMemory, sanitized

SCRIPT = Path(__file__).parent / "data_oracle.rb"
CONFIG: dict[str, object] = {}
KEYS: dict[object, str] = {None: "", True: "true", False: "false"}


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / "_data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def jekylls(root: Path) -> Any:
    answer = subprocess.run(
        ["ruby", str(SCRIPT), str(root)],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env=os.environ | {"TZ": "UTC", "LANG": "C.UTF-8"},
    )
    return json.loads(answer.stdout)


def plain(value: Any) -> Any:
    if hasattr(value, "items"):
        return {KEYS.get(k, str(k)): plain(v) for k, v in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


FILES = {
    "people.yml": "- name: Ann\n  born: 1970\n- name: Bob\n  on: yes\n",
    "nav main.yaml": "a: 1\n",
    "nav-2.json": '{"a": [1, 2.5, "x\\/y", null, true], "a b": {"c": "\\u00e9"}}',
    "floats.json": '{"a": 1e5, "b": 1.5e+3, "c": -0.5}',
    "both.yaml": "from: yaml\n",
    "both.yml": "from: yml\n",
    "both.json": '{"from": "json"}',
    "table.csv": 'a,b\n1,"x, ""y"""\n\n2\n3,4,5\n',
    "twice.csv": "a,a\n1,2\n",
    "marked.csv": "\ufeffa,b\n1,2\n",
    "tabs.tsv": "a\tb\n1\t2\n",
    "empty.csv": "",
    "empty.yml": "",
    "deep/er/x.yml": "- 1\n",
    "deep.yml": "hidden: by the folder\n",
    ".hidden.yml": "a: 1\n",
    "été d'ici.yml": "a: 1\n",
    "a  (b)  c!.yml": "a: 1\n",
    "notes.txt": "nothing",
    "UP.YML": "a: 1\n",
    "symbols.yml": "a: '<<'\nb: 012\nc: 1_000\nd: 0x1F\ne: ~\nf: 'yes'\n",
}


def test_every_kind_of_file_is_read_as_jekyll_reads_it(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    assert plain(DataFolder(root, "_data", CONFIG)) == jekylls(root)


@pytest.mark.parametrize(
    "text",
    [
        "a,b\r\n1,2\r\n",
        "a,b\r1,2\r",
        'a\n"x\ny"\n',
        'a\nx"y\n',
        'a\n"x"y\n',
        'a\n"x\n',
        "a,b\n1,2\r\n3,4\n",
        "a,b\r\n1,2\n",
        'a\n "x"\n',
        "\na\n1\n",
        "a,b",
        'a,b\n"",\n',
        "a, b\n 1 , 2 \n",
    ],
)
def test_tables_are_read_or_refused_as_ruby_does(tmp_path: Path, text: str) -> None:
    root = tmp_path
    (root / "_data").mkdir()
    (root / "_data" / "t.csv").write_bytes(text.encode())
    folder = DataFolder(root, "_data", CONFIG)
    value = folder["t"]
    expected = jekylls(root)
    if "error" in expected:
        assert value is None
        assert "t.csv" in folder.problems["_data/t.csv"].sentence
    else:
        assert plain({"t": value}) == expected
        assert not folder.problems


def test_numbers_in_tables_are_made_where_the_configuration_says_so(tmp_path: Path) -> None:
    table = "a,b,c\n1,2.5,x\n1e3, 4 ,0x10\n1_000,-3,+4\n010,1.,.5\n"
    settings = "csv_reader:\n  csv_converters: [numeric]\n"
    root = write(tmp_path, {"t.csv": table})
    (root / "_config.yml").write_text(settings, "utf-8")
    folder = DataFolder(root, "_data", {"csv_reader": {"csv_converters": ["numeric"]}})
    assert plain(folder) == jekylls(root)


def test_a_broken_file_is_nil_and_named_and_the_others_are_read(tmp_path: Path) -> None:
    root = write(tmp_path, {"bad.yml": "a: [1\n", "good.yml": "a: 1\n"})
    folder = DataFolder(root, "_data", CONFIG)
    assert folder["bad"] is None
    assert folder["good"] == {"a": 1}
    assert list(folder.problems) == ["_data/bad.yml"]


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    root = write(tmp_path, {"bad.yml": "a: [1\n", "good.yml": "a: 1\n"})
    folder = DataFolder(root, "_data", CONFIG)
    assert list(folder) == ["bad", "good"]
    assert folder["good"] == {"a": 1}
    assert not folder.problems


def test_links_out_of_the_site_pipes_and_giants_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "s.yml").write_text("secret: 1\n", "utf-8")
    root = write(tmp_path / "site", {"a.yml": "a: 1\n"})
    data = root / "_data"
    (data / "out.yml").symlink_to(secret / "s.yml")
    (data / "folder").symlink_to(secret)
    (data / "round").symlink_to(data)
    (data / "inside.yml").symlink_to(data / "a.yml")
    os.mkfifo(data / "pipe.yml")
    (data / "giant.yml").write_bytes(b"a: " + b"x" * MAX_FILE_BYTES)
    folder = DataFolder(root, "_data", CONFIG)
    assert plain(folder) == {
        "a": {"a": 1},
        "inside": {"a": 1},
        "giant": None,
        "out": None,
        "pipe": None,
        "folder": {},
    }


def test_aliases_that_stand_for_too_much_are_refused(tmp_path: Path) -> None:
    bomb = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
        f"{b}: &{b} [{', '.join(['*' + a] * 10)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    folder = DataFolder(write(tmp_path, {"bomb.yml": bomb}), "_data", CONFIG)
    assert folder["bomb"] is None
    assert folder.problems


def test_a_file_that_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    root = write(tmp_path, {"a.yml": "a: [1]\n", "b.yml": "b: 1\n"})
    memory = DataMemory()
    first = DataFolder(root, "_data", CONFIG, memory)
    before = (first["a"], first["b"])
    write(root, {"b.yml": "b: twenty\n"})
    second = DataFolder(root, "_data", CONFIG, memory)
    assert second["a"] is before[0]
    assert second["b"] == {"b": "twenty"}


def test_a_data_folder_that_leads_out_of_the_site_is_looked_for_inside(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("a: 1\n", "utf-8")
    root = tmp_path / "site"
    root.mkdir()
    assert not DataFolder(root, "..", CONFIG)
    assert not DataFolder(root, "/etc", CONFIG)


def test_names_become_keys_as_in_jekyll() -> None:
    names = {"a  b": "a_b", " a": "a", "a ": "a_", "a & b": "a_b", "日本": "", "x!y z!": "xy_z"}
    assert {name: sanitized(name) for name in names} == names
