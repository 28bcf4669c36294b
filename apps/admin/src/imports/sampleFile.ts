const text = [
  'sku,name,description,active',
  'MUG-1,Blue mug,"Holds 0.3 l, dishwasher safe",true',
  'TEE-M,T-shirt M,Organic cotton,true',
  'POSTER-7,"Poster ""Alps""",,false',
].join('\n');

/** A file that can be imported as it is. */
export const sampleFile = { name: 'products-sample.csv', text, url: `data:text/csv;charset=utf-8,${encodeURIComponent(`${text}\n`)}` };
