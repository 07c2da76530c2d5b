"""What `script/test` runs: the steps, the PostgreSQL and the browser they need, and the checks that are our own."""
