"""A local Slack to play in and to test against: the practice hospital.

It knows Slack's protocol and nothing of the bot. Start with `practice.app`, or for several workspaces with `practice.several`.
"""
