"""The 17 sensitive areas of the UK's NSI Act: does a company's work lie in one?"""
