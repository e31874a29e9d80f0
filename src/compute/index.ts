export * from './secure-lambda-props';
export * from './secure-lambda';
