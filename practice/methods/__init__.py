"""The Web API methods, by family; each takes the workspace and the arguments and returns Slack's answer."""
