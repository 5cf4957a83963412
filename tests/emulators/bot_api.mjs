// Checks calls against the machine-readable Bot API: methods, fields, types.
import { readFileSync } from 'node:fs';

const specification = JSON.parse(readFileSync(new URL('../data/messengers/telegram-bot-api.json', import.meta.url), 'utf8'));

export const hasMethod = (method) => Object.hasOwn(specification.methods, method);

// What is wrong with the fields of a method's call, as texts.
export function mistakesIn(method, fields) {
  return mistakesOf(fields, specification.methods[method].fields ?? [], method);
}

// What is wrong with an object we hand out, so that the emulator itself tells the truth.
export function mistakesInType(type, value) {
  return mistakesOf(value, specification.types[type].fields ?? [], type);
}

function mistakesOf(value, fields, where) {
  const mistakes = [];
  for (const field of fields) {
    if (!Object.hasOwn(value, field.name)) {
      if (field.required) mistakes.push(`${where}: ${field.name} is missing`);
    } else if (!field.types.some((type) => isOfType(value[field.name], type))) {
      mistakes.push(`${where}.${field.name}: expected ${field.types.join(' or ')}: ${JSON.stringify(value[field.name])}`);
    }
  }
  for (const name of Object.keys(value)) {
    if (!fields.some((field) => field.name === name)) mistakes.push(`${where}: there is no field ${name}`);
  }
  return mistakes;
}

function isOfType(value, type) {
  if (type.startsWith('Array of ')) return Array.isArray(value) && value.every((one) => isOfType(one, type.slice('Array of '.length)));
  if (type === 'Integer') return Number.isSafeInteger(value);
  if (type === 'Float') return typeof value === 'number';
  if (type === 'String') return typeof value === 'string';
  if (type === 'Boolean') return typeof value === 'boolean';
  if (type === 'InputFile') return value instanceof Object && Buffer.isBuffer(value.content);
  const known = specification.types[type];
  if (!known || typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (known.subtypes) return known.subtypes.some((subtype) => isOfType(value, subtype));
  return mistakesOf(value, known.fields ?? [], type).length === 0;
}

// Form fields come as text; what is no text by the specification is JSON.
export function fromForm(method, parts) {
  const fields = {};
  for (const [name, part] of Object.entries(parts)) {
    const types = (specification.methods[method].fields ?? []).find((field) => field.name === name)?.types ?? ['String'];
    if (part.fileName !== undefined) {
      fields[name] = part;
    } else if (types.includes('String') && !types.includes('Integer')) {
      fields[name] = part.content.toString('utf8');
    } else {
      try { fields[name] = JSON.parse(part.content.toString('utf8')); } catch { fields[name] = part.content.toString('utf8'); }
    }
  }
  return fields;
}
