"""The rules: pure functions over what was read. `conclude` asks them all; `rulebook` and `page` are what `explain` shows."""

from checks.conclusion import Conclusion, conclude, load_profile, page, profile_folder, rulebook

__all__ = ["Conclusion", "conclude", "load_profile", "page", "profile_folder", "rulebook"]
