"""Platforms (平台) that send alerts and hear what came of them: CloudEvents over HTTP, signed as Standard Webhooks."""
