"""Pages, templates, theme, browser code, and the assembler that makes a site of them."""
