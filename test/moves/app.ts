import { hardened, plain, stackOf } from './items';

// what the embedded AWS deploys first, and what is deployed over it
stackOf(process.env.MOVED === 'true' ? hardened : plain);
