"""A plugin of footgun."""
