"""Serves on BIND_HOST:GATEWAY_PORT until it is told to stop."""

from ministack.app import main

from . import ec2, secretsmanager, wafv2

for service in (ec2, secretsmanager, wafv2):
    service.register()

main()
