package example;

import io.github.cdkhardened.ApiWafProtection;
import io.github.cdkhardened.ApiWafRule;
import io.github.cdkhardened.EncryptedDataStores;
import io.github.cdkhardened.EncryptedTableOptions;
import io.github.cdkhardened.HardenedApi;
import io.github.cdkhardened.HardenedFunctionRouteOptions;
import io.github.cdkhardened.HardenedVpc;
import io.github.cdkhardened.ManagedSecret;
import io.github.cdkhardened.ManagedSecrets;
import io.github.cdkhardened.SecureLambda;
import io.github.cdkhardened.StoresGrantOptions;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.lambda.Code;

public final class OrdersApp {
    private OrdersApp() {
    }

    public static void main(final String[] args) {
        App app = new App();
        Stack stack = new Stack(app, "Orders");
        HardenedVpc network = HardenedVpc.Builder.create(stack, "Network").natGateways(1).build();
        EncryptedDataStores stores = EncryptedDataStores.Builder.create(stack, "Stores")
                .table(EncryptedTableOptions.builder().tableName("orders").build())
                .build();
        ManagedSecrets secrets = ManagedSecrets.Builder.create(stack, "Secrets")
                .credentialNames(List.of("paymentKey"))
                .rotateAfter(Duration.days(30))
                .build();
        SecureLambda worker = SecureLambda.Builder.create(stack, "Worker")
                .vpc(network.getVpc())
                .secrets(secrets)
                .secretsToRead(List.of(ManagedSecret.API_SECRET))
                .code(Code.fromInline("exports.handler = async () => ({ statusCode: 200 });"))
                .build();
        stores.grantReadWrite(worker, StoresGrantOptions.builder().tables(List.of(stores.getTable())).build());
        stores.getSnapshotsBucket().grantRead(worker);
        HardenedApi api = HardenedApi.Builder.create(stack, "Api").build();
        api.addRoute("GET", "/orders/{id}", worker.getFunction(),
                HardenedFunctionRouteOptions.builder().requiredHeaders(List.of("X-Tenant")).build());
        ApiWafProtection waf = ApiWafProtection.Builder.create(stack, "Waf")
                .blockedCountries(List.of("KP"))
                .countedRules(List.of(ApiWafRule.USER_AGENT))
                .build();
        waf.protectApi(api.getStage());
        app.synth();
    }
}
