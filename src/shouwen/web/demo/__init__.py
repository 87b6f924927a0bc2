"""The demo branch (演示分公司): a fictitious operator with ninety days of matters to click through."""
