"""Pages about one company: the whole answer, and the due-diligence sheet, as HTML files."""
