"""Settings survive: a broken file is kept aside, an unknown key stays, a bad value falls alone."""

from __future__ import annotations

from pathlib import Path

from editor.settings import Settings, load_settings, save_settings


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    chosen = Settings(palette="dark", recent_sites=("/a", "/b"), sites={"/a": {"assets": "images"}})
    save_settings(chosen, file)
    assert load_settings(file) == (chosen, "")


def test_no_file_gives_the_defaults_without_a_word(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml") == (Settings(), "")


def test_a_broken_file_is_kept_aside(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("palette = [", "utf-8")
    settings, sentence = load_settings(file)
    assert settings == Settings()
    assert "settings.toml.broken" in sentence
    assert (tmp_path / "settings.toml.broken").read_text("utf-8") == "palette = ["


def test_a_value_of_the_wrong_type_falls_back_alone(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("palette = 5\nzoom_percent = 150\n", "utf-8")
    settings, _ = load_settings(file)
    assert settings.palette == Settings().palette
    assert settings.zoom_percent == 150


def test_comments_and_keys_of_a_newer_version_stay(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("# mine\nfrom_the_future = 1\n", "utf-8")
    save_settings(Settings(palette="light"), file)
    text = file.read_text("utf-8")
    assert "# mine\n" in text
    assert "from_the_future = 1\n" in text
    assert 'palette = "light"\n' in text
