const { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand, DeleteItemCommand } = require('@aws-sdk/client-dynamodb');

const client = new DynamoDBClient({});
const TableName = process.env.TABLE_NAME;
const json = (statusCode, body) => ({ statusCode, body: JSON.stringify(body) });
const keyOf = ({ pathParameters }) => ({ itemId: { S: pathParameters.id } });

exports.list = async () => json(200, (await client.send(new ScanCommand({ TableName }))).Items.map(({ itemId }) => itemId.S).sort());

exports.create = async ({ body }) => {
  const { itemId } = JSON.parse(body);
  await client.send(new PutItemCommand({ TableName, Item: { itemId: { S: itemId } } }));
  return json(201, { itemId });
};

exports.get = async (event) => {
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: keyOf(event) }));
  return Item ? json(200, { itemId: Item.itemId.S }) : json(404, {});
};

exports.remove = async (event) => {
  await client.send(new DeleteItemCommand({ TableName, Key: keyOf(event) }));
  return json(204, {});
};
