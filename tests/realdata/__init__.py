"""The two public registers of the examples, with the figures that are known of them.

They are not part of the project: SHOUWEN_REAL_DATA names their folder (default ../shared/data). Each
is taken in once and the tests of its module read it, which is why they are told apart by register.
"""
