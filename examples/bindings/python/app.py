from aws_cdk import App, Duration, Stack, aws_lambda
from cdk_hardened import (
    ApiWafProtection,
    ApiWafRule,
    EncryptedDataStores,
    EncryptedTableOptions,
    HardenedApi,
    HardenedVpc,
    ManagedSecret,
    ManagedSecrets,
    SecureLambda,
)

app = App()
stack = Stack(app, "Orders")
network = HardenedVpc(stack, "Network", nat_gateways=1)
stores = EncryptedDataStores(stack, "Stores", table=EncryptedTableOptions(table_name="orders"))
secrets = ManagedSecrets(stack, "Secrets", credential_names=["paymentKey"], rotate_after=Duration.days(30))
worker = SecureLambda(
    stack,
    "Worker",
    vpc=network.vpc,
    secrets=secrets,
    secrets_to_read=[ManagedSecret.API_SECRET],
    code=aws_lambda.Code.from_inline("exports.handler = async () => ({ statusCode: 200 });"),
)
stores.grant_read_write(worker, tables=[stores.table])
stores.snapshots_bucket.grant_read(worker)
api = HardenedApi(stack, "Api")
api.add_route("GET", "/orders/{id}", worker.function, required_headers=["X-Tenant"])
waf = ApiWafProtection(stack, "Waf", blocked_countries=["KP"], counted_rules=[ApiWafRule.USER_AGENT])
waf.protect_api(api.stage)
app.synth()
