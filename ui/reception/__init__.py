"""Reception: find a household, check it in, print its slip. Most people use only this screen."""
