"""Settings survive: a broken file is kept aside, an unknown key stays, a bad value falls alone."""

from __future__ import annotations

from pathlib import Path

from editor.settings import (
    LeftOpen,
    Session,
    Settings,
    load_session,
    load_settings,
    save_session,
    save_settings,
)


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    chosen = Settings(palette="dark", hidden_panels=("preview",))
    save_settings(chosen, file)
    assert load_settings(file) == (chosen, "")


def test_what_the_window_remembers_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "session.toml"
    kept = Session(("/a", "/b"), "place", {"/a": LeftOpen(("_posts/x.md",), "_posts/x.md")})
    save_session(kept, file)
    assert load_session(file) == kept


def test_a_session_that_cannot_be_read_is_forgotten_and_kept_aside(tmp_path: Path) -> None:
    file = tmp_path / "session.toml"
    file.write_text("sites = 1\nrecent_sites = [", "utf-8")
    assert load_session(file) == Session()
    assert (tmp_path / "session.toml.broken").is_file()


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
