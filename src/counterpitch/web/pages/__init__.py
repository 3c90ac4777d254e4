"""The pages, one module each: routes, and the struct that its template may read."""
