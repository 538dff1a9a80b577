"""The app package of Microsoft Teams: `python -m bot teams-package` fills the manifest in and packs it with the icons."""
