"""What tests share: servers that nobody of this project's mock wrote, clients, proxies."""
