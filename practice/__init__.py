"""A local Slack, and in `practice.teams` a local Teams, to play in and to test against: the practice hospital.

They know the platforms' protocols and nothing of the bot. Start with `practice.app`, or for several workspaces with
`practice.several`; for Teams with `practice.teams.app`.
"""
