"""What a device keeps of the site for the day its network is gone: the choice, the list, the service worker."""
