/** What a file of products looks like. */
export const sampleFile = [
  'sku,name,description,active',
  'MUG-1,Blue mug,"Holds 0.3 l, dishwasher safe",true',
  'TEE-M,T-shirt M,Organic cotton,true',
  'POSTER-7,"Poster ""Alps""",,false',
].join('\n');
