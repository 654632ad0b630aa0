"""E4, end-to-end protection of messages over a publish/subscribe broker nobody has to trust."""
