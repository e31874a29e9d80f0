export * from './secure-lambda';
