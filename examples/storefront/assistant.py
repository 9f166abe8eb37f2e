"""Answers to customers, as tutorials of 2023 wrote them."""

from langchain import LLMChain
from langchain.prompts import PromptTemplate


def answer(llm: object, question: str) -> str:
    prompt = PromptTemplate.from_template("Answer as a shopkeeper: {question}")
    chain = LLMChain(llm=llm, prompt=prompt)
    return chain.run(question)
