"""What the site of the documentation has beside the pages of docs/; mkdocs.yml names these modules."""
