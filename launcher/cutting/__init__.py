"""What of a film goes out with a post: decided when the launch is planned, made ahead of the post's instant."""
