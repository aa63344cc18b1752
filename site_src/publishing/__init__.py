"""Pages → the site: Markdown folder, HTML, search, links, security policy."""
