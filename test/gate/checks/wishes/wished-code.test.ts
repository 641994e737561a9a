import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wishesCode } from '../../../../src/gate/checks/wishes/wished-code.js';

describe('wishesCode', () => {
  for (const prompt of [
    'Write a function that sorts a list.',
    'Implement a binary search in Java code',
    'Generate a SQL query for the oldest user',
    'Schreib ein Python-Skript mit einer Funktion',
    '写一个排序的函数',
  ]) {
    it(`is wished by "${prompt}"`, () => {
      assert.ok(wishesCode(prompt));
    });
  }

  for (const prompt of [
    'What does this function do?',
    'Create a training program for runners.',
    'Write a script for a TV commercial.',
    'Write pseudocode for a function that sorts.',
    'Write about the function of the liver.\nA. one\nB. two',
    'Hello',
  ]) {
    it(`is not wished by ${JSON.stringify(prompt)}`, () => {
      assert.ok(!wishesCode(prompt));
    });
  }
});
