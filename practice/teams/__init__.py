"""A local Microsoft Teams to play in and to test against: sign-in, signing keys, the connector, and its people.

It knows the protocol of Teams and nothing of the bot; what a public document says stands beside the rule.
"""
