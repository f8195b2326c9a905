"""What each page of the site shows and where it lives: addresses and views."""
