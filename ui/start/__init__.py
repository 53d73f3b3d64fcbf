"""What a laptop without a site shows first: three doors."""
