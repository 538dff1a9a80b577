"""The bot for a Slack whose limits are so many times as fast: it leaves as much less time between two letters."""

from __future__ import annotations

import sys

from bot.__main__ import main
from bot.slack.sender import GAP, SlackSender

if __name__ == "__main__":
    SlackSender.gap = GAP / float(sys.argv.pop(1))
    main()
