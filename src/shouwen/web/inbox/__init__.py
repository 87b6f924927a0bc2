"""责任部门收件箱: what a department has to accept, works on or has to put right, and what it costs."""
