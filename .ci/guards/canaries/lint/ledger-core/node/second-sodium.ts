// breaks: eslint(no-restricted-imports)
import sodium from "sodium-native";

export const suite = sodium;
