"""The shop's front page."""

from flask import Flask, Markup
from pydantic import BaseModel, BaseSettings, validator

app = Flask(__name__)


class Settings(BaseSettings):
    name: str = "Storefront"


class Item(BaseModel):
    title: str

    @validator("title")
    def strip(cls, value: str) -> str:
        return value.strip()


@app.before_first_request
def warm_up() -> None:
    app.logger.info("ready")


@app.route("/")
def index() -> str:
    item = Item(title=" tea ")
    return Markup("<h1>{}</h1>").format(item.dict()["title"])
