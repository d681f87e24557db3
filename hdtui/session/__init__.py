"""A lesson being taken, without a screen: shared by the app and the linear front end."""
