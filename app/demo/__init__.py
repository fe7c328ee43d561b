"""The demonstration: a sample street with its people, lived in before anybody opens it."""
