// For compilers without the DOM's types, like the one that checks the tests: Node's lack this one name.
type BodyInit = NonNullable<RequestInit['body']>;
