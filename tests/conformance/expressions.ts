// The door that the expression conformance runner takes: services are answered from the stubs of each case.
export { render, renderTyped } from '@windhover/expressions';
